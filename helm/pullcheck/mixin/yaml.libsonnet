// Rules as YAML that people read: what std.manifestYamlDoc makes has all names in quotes and in the order of the alphabet.
local indented(text, indent) = std.join('\n', [
  if line == '' then '' else indent + line
  for line in std.split(text, '\n')
]);

local value(text, indent) =
  local isOneLine = std.length(std.findSubstr('\n', text)) == 0;
  if isOneLine && std.length(text) < 90 then std.escapeStringJson(text)
  else (if isOneLine then '>-\n' else '|\n') + indented(std.rstripChars(text, '\n'), indent + '  ');

local map(name, values, order) =
  '        %s:\n' % name
  + std.join('', ['          %s: %s\n' % [key, value(values[key], '          ')] for key in order if std.objectHas(values, key)]);

local rule(it) =
  '      - alert: %s\n        expr: %s\n' % [it.alert, value(it.expr, '        ')]
  + (if std.objectHas(it, 'for') then '        for: %s\n' % it['for'] else '')
  + '        labels:\n          severity: %s\n' % it.labels.severity
  + map('annotations', it.annotations, ['summary', 'description', 'message', 'runbook_url']);

{
  rules(groups):: std.rstripChars('groups:\n' + std.join('\n', [
    '  - name: %s\n    rules:\n%s' % [group.name, std.join('\n', [rule(it) for it in group.rules])]
    for group in groups.groups
  ]), '\n'),
}
