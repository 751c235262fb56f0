package io.pullcheck.kubernetes;

/// Tells an object from all others of its kind.
record ObjectName(String namespace, String name) {}
