package io.pullcheck.kubernetes;

/// `--pull-secrets`: how pull secrets are read.
public enum PullSecretMode {
  INFORMER,
  ON_DEMAND,
  NONE
}
