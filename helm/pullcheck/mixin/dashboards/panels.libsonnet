// Panels of Grafana, without a library: people who only run the chart's tests have none.
local source = { type: 'prometheus', uid: '${datasource}' };

local panel(type, title, description, targets, w, h) = {
  type: type,
  title: title,
  description: description,
  datasource: source,
  gridPos: { w: w, h: h },
  fieldConfig: { defaults: { unit: 'short', min: 0 }, overrides: [] },
  targets: [
    targets[i] { refId: std.char(65 + i), datasource: source }
    for i in std.range(0, std.length(targets) - 1)
  ],
};

{
  // One number now; coloured from `warnFrom` on.
  stat(title, description, expr, warnFrom=null, color='red'):: panel('stat', title, description, [
    { expr: expr, instant: true },
  ], 4, 4) {
    fieldConfig+: {
      defaults+: if warnFrom == null then {} else {
        color: { mode: 'thresholds' },
        thresholds: { mode: 'absolute', steps: [{ color: 'green', value: null }, { color: color, value: warnFrom }] },
      },
    },
    options: {
      colorMode: if warnFrom == null then 'none' else 'background',
      graphMode: 'none',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
  },

  // A row for each set of labels. `columns` are the labels in their order.
  table(title, description, exprs, columns, w=24, h=10):: panel('table', title, description, [
    { expr: expr, format: 'table', instant: true }
    for expr in exprs
  ], w, h) {
    transformations: [
      { id: 'merge', options: {} },
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true },
          indexByName: { [columns[i]]: i for i in std.range(0, std.length(columns) - 1) },
        },
      },
    ],
  },

  // `queries` are pairs of an expression and its legend.
  timeseries(title, description, queries, unit='short'):: panel('timeseries', title, description, [
    { expr: query[0], legendFormat: query[1] }
    for query in queries
  ], 8, 8) { fieldConfig+: { defaults+: { unit: unit } } },

  // What a column of a table looks like.
  column(name, properties):: {
    matcher: { id: 'byName', options: name },
    properties: [{ id: id, value: properties[id] } for id in std.objectFields(properties)],
  },

  // Sections with their panels from left to right and from top to bottom, each panel with a number of its own. Those of
  // a section that is folded are inside of its row.
  laidOut(sections)::
    local placed(panels, top) = std.foldl(
      function(at, each)
        local wraps = at.x + each.gridPos.w > 24;
        local x = if wraps then 0 else at.x;
        local y = if wraps then at.bottom else at.y;
        {
          panels: at.panels + [each { gridPos+: { x: x, y: y } }],
          x: x + each.gridPos.w,
          y: y,
          bottom: std.max(at.bottom, y + each.gridPos.h),
        },
      panels,
      { panels: [], x: 0, y: top, bottom: top },
    );
    local numbered(panels, first) = std.mapWithIndex(function(i, each) each { id: first + i }, panels);
    std.foldl(
      function(at, section)
        local inside = placed(section.panels, at.y + 1);
        local panels = numbered(inside.panels, at.id + 1);
        local row = {
          id: at.id,
          type: 'row',
          title: section.title,
          collapsed: section.folded,
          gridPos: { x: 0, y: at.y, w: 24, h: 1 },
          panels: if section.folded then panels else [],
        };
        {
          panels: at.panels + [row] + (if section.folded then [] else panels),
          id: at.id + 1 + std.length(panels),
          y: if section.folded then at.y + 1 else inside.bottom,
        },
      sections,
      { panels: [], id: 1, y: 0 },
    ).panels,
}
