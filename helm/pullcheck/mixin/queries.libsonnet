// The PromQL that alerts and dashboard share. `config` is the mixin's `_config`.
function(config) {
  local it = self,

  // Matchers as a selector of series of Pullcheck's.
  selector(matchers)::
    local all = (if config.pullcheckSelector == '' then [] else [config.pullcheckSelector]) + matchers;
    if all == [] then '' else '{%s}' % std.join(', ', all),

  // A metric of Pullcheck's.
  metric(name, matchers=[]):: 'k8s_image_availability_exporter_' + name + it.selector(matchers),

  // Each workload once, however many replicas of Pullcheck and containers of its own there are. The labels of the
  // scrape (instance, pod) are dropped: when another replica takes over, the alert goes on.
  workloads(expression, labels=[])::
    'max by (%s) (%s)'
    % [std.join(', ', [config.clusterLabel, 'namespace', 'kind', 'name'] + labels), expression],

  // Workloads, which have these further labels, with those that their users gave them. What has no series of
  // workload_labels yet is left as it is: an alert that nobody is routed to is better than none.
  routed(workloads, labels=[])::
    local workload = [config.clusterLabel, 'namespace', 'kind', 'name'];
    local routing = std.join(', ', config.routingLabels);
    if config.routingLabels == [] then workloads else |||
      (
        %(workloads)s
        * on (%(workload)s) group_left (%(routing)s)
        max by (%(workload)s, %(routing)s) (%(labels)s)
        or on (%(each)s)
        %(workloads)s
      )
    ||| % {
      workloads: workloads,
      workload: std.join(', ', workload),
      routing: routing,
      labels: it.metric('workload_labels'),
      each: std.join(', ', workload + labels),
    },

  reasons:: {
    denied: 'private_or_absent|denied_or_absent|network_rule|policy',
    credentials: 'rejected|expired|credentials_unusable|pull_secret_missing|credential_provider_failed|login_needs_https',
    // The only reasons of images that were not checked: these are never the reason of a verdict.
    postponed: 'rate_limited|overloaded',
  },

  reason(words, matchers=[])::
    it.metric('reason', ['reason=~"%s"' % words] + matchers) + ' == 1',

  // The registry does not have the image.
  absent(matchers=[])::
    '%s == 1 or %s == 1' % [it.metric('absent', matchers), it.metric('bad_image_format', matchers)],

  // The registry has answered, and a node would not get the image.
  lost(matchers=[])::
    '%s or %s' % [it.absent(matchers), it.reason(it.reasons.denied, matchers)],

  // Adds the label `registry`: the image's part before the first slash, if it looks like a host, else Docker Hub.
  withRegistry(expression)::
    'label_replace(label_replace(%s, "registry", "docker.io", "", ""), "registry", "$1", "image", "([^/]*[.:][^/]*|localhost)/.*")'
    % expression,

  // What has a label `registry` that the expression matches. PromQL has no selector for labels that a query has made.
  ofRegistry(expression, registry)::
    'label_replace(%s, "keep", "1", "registry", "%s") and on (keep) label_replace(vector(1), "keep", "1", "", "")'
    % [it.withRegistry(expression), registry],
}
