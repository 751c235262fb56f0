package io.pullcheck.kubernetes.watch;

/// Tells an object from all others of its kind.
record ObjectName(String namespace, String name) {}
