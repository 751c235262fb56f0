local panels = import 'panels.libsonnet';
local variables = import 'variables.libsonnet';

function(config)
  local q = (import '../queries.libsonnet')(config);
  local cluster = config.clusterLabel;
  local inCluster = '%s=~"$cluster"' % cluster;
  local inNamespace = [inCluster, 'namespace=~"$namespace"'];
  local legend(label) = '{{%s}} {{%s}}' % [cluster, label];

  // What is chosen of a metric of images, of registries, and of Pullcheck as a whole.
  local chosen(expression) = q.ofRegistry('(%s)' % expression, '$registry');
  local ofRegistries(metric) = q.metric(metric, [inCluster, 'registry=~"$registry"']);
  local own(metric, matchers=[]) = q.metric(metric, [inCluster] + matchers);
  local rate(metric, by) =
    'sum by (%s) (rate(%s[$__rate_interval]))' % [std.join(', ', [cluster] + by), metric];

  local state(words) = std.join(' or ', [q.metric(word, inNamespace) + ' == 1' for word in words]);
  // Of what was checked. It is the same with --metrics=all and --metrics=unavailable.
  local unavailable = q.metric('reason', ['reason!~"%s"' % q.reasons.postponed] + inNamespace) + ' == 1';
  local images(expression) = 'count(max by (%s, image) (%s)) or vector(0)' % [cluster, chosen(expression)];
  local containers(expression, by) =
    'count by (%s, %s) (max by (%s, namespace, kind, name, container, image, registry, reason) (%s))'
    % [cluster, by, cluster, chosen(expression)];

  local link(title, query) = {
    title: title,
    url: config.statusPageURL + query,
    targetBlank: true,
  };
  local linked = config.statusPageURL != '';
  local links(title, query) = if linked then { links: [link(title, query)] } else {};

  // A row of a table of images, and how many workloads it is about.
  local rows = '%s, namespace, image, reason' % cluster;
  local workloads(expression) =
    'count by (%s) (max by (%s, kind, name) (%s))' % [rows, rows, chosen(expression)];

  local unavailableImages = panels.table(
    'Unavailable images and how many use them',
    'What a node could not pull now, and why; how many workloads use it; and since when, as far back as the time range '
    + 'goes. The status page says what to do about each reason.',
    [
      workloads(unavailable),
      // As milliseconds; without what is available again. What began within the last minute began now.
      '1000 * min by (%(rows)s) (%(since)s) and %(workloads)s' % {
        rows: rows,
        since: chosen(
          'min_over_time(timestamp(%(unavailable)s)[$__range:1m]) or timestamp(%(unavailable)s)'
          % { unavailable: unavailable }
        ),
        workloads: workloads(unavailable),
      },
    ],
    [cluster, 'namespace', 'image', 'reason', 'Value #A', 'Value #B'],
  ) {
    fieldConfig+: {
      overrides: [
        panels.column('Value #A', { displayName: 'workloads' }),
        panels.column('Value #B', { displayName: 'since', unit: 'dateTimeFromNow' }),
        panels.column('image', links('Show it on the status page', '/?image=${__value.text}')),
        panels.column('namespace', links('Show the namespace on the status page', '/?namespace=${__value.text}')),
      ],
    },
  };

  local now = {
    title: 'Now',
    folded: false,
    panels: [
      panels.stat('Unavailable images', 'Whatever the reason.', images(unavailable), 1, 'yellow'),
      panels.stat(
        'Absent',
        'Their registry does not have them: the next pod that is scheduled to another node does not start.',
        images(state(['absent', 'bad_image_format'])),
        1,
      ),
      panels.stat(
        'Credentials',
        'Denied with the credentials that a node would have.',
        images(state(['authentication_failure', 'authorization_failure'])),
        1,
      ),
      panels.stat(
        'Not verifiable',
        'Their registry does not answer as it should, or Pullcheck may not ask it.',
        images(state(['registry_unavailable', 'unknown_error'])),
        1,
        'yellow',
      ),
      panels.stat(
        'Never checked',
        'Of the cluster, whatever namespace and registry are chosen: an image that was not checked has no series of '
        + 'its own, unless it was put off.',
        'sum(%s) or vector(0)' % own('images', ['state="unchecked"']),
        1,
        'yellow',
      ),
      panels.stat(
        'Registries down or paused',
        'Those that do not answer, and those that have asked for a pause within a quarter of an hour.',
        'count(max by (%s, registry) (%s == 1 or max_over_time(%s[15m]) == 1)) or vector(0)'
        % [cluster, ofRegistries('registry_unresponsive'), ofRegistries('registry_paused')],
        1,
      ),
      unavailableImages,
    ],
  };

  local registries = {
    title: 'Registries',
    folded: false,
    panels: [
      panels.timeseries(
        'Registries that do not answer',
        '1 while a registry does not answer and is only probed.',
        [['max by (%s, registry) (%s)' % [cluster, ofRegistries('registry_unresponsive')], legend('registry')]],
      ),
      panels.timeseries(
        'Registries that are left alone',
        '1 while a registry is left alone, because it asked for that (429, Retry-After).',
        [['max by (%s, registry) (%s)' % [cluster, ofRegistries('registry_paused')], legend('registry')]],
      ),
      panels.table(
        'Pauses end',
        'Until when a registry is left alone.',
        ['1000 * max by (%s, registry) (%s > 0)' % [cluster, ofRegistries('registry_paused_until_timestamp_seconds')]],
        [cluster, 'registry', 'Value'],
        8,
        8,
      ) {
        fieldConfig+: {
          overrides: [
            panels.column('Value', { displayName: 'ends', unit: 'dateTimeFromNow' }),
            panels.column('registry', links('Show it on the status page', '/?registry=${__value.text}')),
          ],
        },
      },
      panels.table(
        'Images that were put off',
        'They were never checked, because their registry limits requests or Pullcheck has no room for its answers.',
        [workloads(q.reason(q.reasons.postponed, inNamespace))],
        [cluster, 'namespace', 'image', 'reason', 'Value'],
        24,
        6,
      ) {
        fieldConfig+: {
          overrides: [
            panels.column('Value', { displayName: 'workloads' }),
            panels.column('image', links('Show it on the status page', '/?image=${__value.text}')),
          ],
        },
      },
    ],
  };

  local overTime = {
    title: 'Over time',
    folded: false,
    panels: [
      panels.timeseries(
        'Unavailable containers by ' + label, '', [[containers(unavailable, label), legend(label)]]
      )
      for label in ['namespace', 'registry', 'reason']
    ],
  };

  local admission = {
    title: 'Admission, of all namespaces',
    folded: true,
    panels: [
      panels.timeseries(
        'Warnings by reason', '', [[rate(own('admission_warnings_total'), ['reason']), legend('reason')]], 'reqps'
      ),
      panels.timeseries(
        'Refused objects by reason',
        'In namespaces that are in deny mode.',
        [[rate(own('admission_denials_total'), ['reason']), legend('reason')]],
        'reqps',
      ),
      panels.timeseries(
        'Reviews that nobody looked at',
        'Answered before every image was verified, or admitted because the API server could not ask.',
        [
          [rate(own('admission_deadline_exceeded_total'), []), '{{%s}} deadline exceeded' % cluster],
          [
            rate('apiserver_admission_webhook_fail_open_count{%s, name=~".+[.]pullcheck[.]io"}' % inCluster, []),
            '{{%s}} failed open' % cluster,
          ],
        ],
        'reqps',
      ),
    ],
  };

  local developers = {
    title: 'Pullcheck itself, for its developers',
    folded: true,
    panels: [
      panels.timeseries(
        'Requests by registry and status',
        '',
        [[rate(ofRegistries('registry_requests_total'), ['registry', 'code']), legend('registry') + ' {{code}}']],
        'reqps',
      ),
      panels.timeseries(
        'Duration of a check (p95)',
        '',
        [[
          'histogram_quantile(0.95, %s)'
          % rate(ofRegistries('check_duration_seconds_bucket'), ['registry', 'le']),
          legend('registry'),
        ]],
        's',
      ),
      panels.timeseries(
        'Requests a second that a registry is sent at most',
        'Lower for a while after it said that it had too many.',
        [['min by (%s, registry) (%s)' % [cluster, ofRegistries('registry_request_rate_limit')], legend('registry')]],
        'reqps',
      ),
      panels.timeseries(
        'Overdue images',
        'Their check is later than it should be.',
        [['sum by (%s) (%s)' % [cluster, own('queue_overdue_images')], '{{%s}} overdue' % cluster]],
      ),
      panels.timeseries(
        'Age of the oldest verdict',
        '',
        [['time() - min by (%s) (%s)' % [cluster, own('last_check_timestamp_seconds')], '{{%s}} oldest' % cluster]],
        's',
      ),
      panels.timeseries(
        'Images by state',
        'Each by its worst verdict.',
        [['sum by (%s, state) (%s)' % [cluster, own('images')], legend('state')]],
      ),
      panels.timeseries(
        'Reviews by kind and operation',
        '',
        [[rate(own('admission_reviews_total'), ['kind', 'operation']), legend('kind') + ' {{operation}}']],
        'reqps',
      ),
      panels.timeseries(
        'Duration of an answer',
        'To the API server.',
        [
          [
            'histogram_quantile(%s, %s)' % [share, rate(own('admission_duration_seconds_bucket'), ['le'])],
            '{{%s}} p%s' % [cluster, std.substr(share, 2, 2)],
          ]
          for share in ['0.50', '0.99']
        ],
        's',
      ),
      panels.timeseries(
        "The webhook's certificate is valid for",
        '',
        [[
          'min by (%s) (%s) - time()' % [cluster, own('webhook_certificate_not_after_timestamp_seconds')],
          '{{%s}} shortest' % cluster,
        ]],
        's',
      ),
      panels.timeseries(
        'Heap in use after a collection',
        'Above 0.8 the memory limit is too small for the cluster.',
        [['max by (%s, instance) (%s)' % [cluster, own('heap_live_ratio')], legend('instance')]],
        'percentunit',
      ),
      panels.timeseries(
        'Size of a scrape',
        'Before compression.',
        [['max by (%s, instance) (%s)' % [cluster, own('scrape_size_bytes')], legend('instance')]],
        'bytes',
      ),
      panels.timeseries(
        'Ticks and log lines',
        '',
        [
          [rate(own('completed_rechecks_total'), []), '{{%s}} ticks' % cluster],
          [rate(own('log_statements_total', ['level=~"warn|warning|error"']), ['level']), legend('level')],
        ],
      ),
      panels.table(
        'Replicas',
        'The leader checks images and exports the verdicts.',
        [
          'max by (%s, instance, version) (%s)' % [cluster, own('build_info')],
          'max by (%s, instance) (%s)' % [cluster, own('leader')],
        ],
        [cluster, 'instance', 'version', 'Value #B'],
        24,
        6,
      ) {
        fieldConfig+: {
          overrides: [
            panels.column('Value #A', { 'custom.hidden': true }),
            panels.column('Value #B', { displayName: 'leads' }),
          ],
        },
      },
    ],
  };

  local fleet = {
    title: 'Fleet',
    folded: true,
    panels: [
      panels.timeseries(
        'Clusters that use the verdict store',
        '1 while it is used; 0 while checks go on without it.',
        [['min by (%s) (%s)' % [cluster, own('verdict_store_up')], '{{%s}}' % cluster]],
      ),
      panels.timeseries(
        'Where verdicts come from',
        'store and awaited: another cluster has asked the registry; the others: this one has, or had to put it off (budget).',
        [[rate(own('verdict_store_verdicts_total'), ['source']), legend('source')]],
      ),
      panels.timeseries(
        'Requests to the verdict store',
        '',
        [[rate(own('verdict_store_requests_total'), ['operation', 'outcome']), '{{%s}} {{operation}} {{outcome}}' % cluster]],
      ),
      panels.timeseries(
        'Values that were refused',
        'Not signed with the fleet key, or dated in the future: somebody else writes there, or a clock is wrong.',
        [[rate(own('verdict_store_values_refused_total'), ['why']), legend('why')]],
      ),
    ],
  };

  // Whether there are series for all images or only for those that are not available.
  local ofImages(matchers) = q.selector([
    '__name__=~"k8s_image_availability_exporter_(available|available_containers|reason)"',
  ] + matchers);
  {
    uid: 'pullcheck',
    title: 'Pullcheck',
    description: 'Images that can no longer be pulled, the health of their registries, and the admission webhook.',
    tags: config.grafana.tags,
    schemaVersion: 39,
    version: 2,
    editable: true,
    graphTooltip: 1,
    refresh: config.grafana.refresh,
    time: { from: 'now-24h', to: 'now' },
    links: if linked then [link('Status page', '/') { type: 'link', icon: 'external link' }] else [],
    templating: {
      list: [
        variables.datasource,
        variables.choice('cluster', 'Cluster', 'label_values(%s, %s)' % [q.metric('images'), cluster]),
        variables.choice('namespace', 'Namespace', 'label_values(%s, namespace)' % ofImages([inCluster])),
        variables.choice(
          'registry',
          'Registry',
          'query_result(count by (registry) (%s) or count by (registry) (%s))' % [
            q.withRegistry(ofImages(inNamespace + ['image!=""'])),
            own('registry_request_rate_limit'),
          ],
          '/registry="([^"]+)"/',
        ),
      ],
    },
    panels: panels.laidOut([now, registries, overTime, admission, fleet, developers]),
  }
