package io.pullcheck.verdict;

import io.pullcheck.model.Verdict;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;

/// Hears when the state of an image that a workload uses becomes another one. An image that is
/// found available at first is no news. Called outside of the inventory's lock, by the thread that
/// recorded the verdict; must not block.
@FunctionalInterface
public interface ChangeListener {

  /// The state has changed.
  ///
  /// @param now the verdict that holds from now on
  void changed(Workload workload, ContainerImage image, Verdict now);
}
