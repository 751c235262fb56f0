{
  _config+:: {
    // Goes into the selector of every query about Pullcheck's own metrics, such as 'job="pullcheck"'.
    pullcheckSelector: '',

    // By which label metrics of several clusters are told apart. Where no series has it, it does no harm.
    clusterLabel: 'cluster',

    // From how many workloads on an image that cannot be pulled wakes somebody.
    criticalWorkloads: 10,

    // By which labels of workload_labels (--workload-labels) PullcheckImageAbsent and PullcheckImageDenied are told apart,
    // such as ['label_team']: Alertmanager can route by them.
    routingLabels: [],

    // Where the runbook is, '%s' stands for the alert's name in lower case: Pullcheck serves it itself, such as
    // 'https://pullcheck.example.com/runbook#%s'. Empty: alerts have no runbook_url.
    runbookURLPattern: '',

    // Where browsers reach the status page, such as 'https://pullcheck.example.com'. Empty: the dashboard has no links.
    statusPageURL: '',

    grafana: {
      tags: ['pullcheck', 'container-registry'],
      refresh: '1m',
    },
  },
}
