local source = { type: 'prometheus', uid: '${datasource}' };

{
  datasource:: { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },

  // Several values or all can be chosen. `regex` says where in an answer the values are.
  choice(name, label, query, regex='')::
    {
      name: name,
      label: label,
      type: 'query',
      datasource: source,
      query: { query: query, refId: name },
      regex: regex,
      refresh: 2,
      sort: 1,
      multi: true,
      includeAll: true,
      allValue: '.*',
      current: { text: 'All', value: '$__all' },
    },
}
