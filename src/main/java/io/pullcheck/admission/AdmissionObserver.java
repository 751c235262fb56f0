package io.pullcheck.admission;

import io.pullcheck.model.Reason;
import java.time.Duration;

/// Hears what admission does, so that metrics count it. Calls come from many threads and must not
/// block.
public interface AdmissionObserver {

  AdmissionObserver NONE =
      new AdmissionObserver() {
        @Override
        public void reviewed(String kind, String operation, Duration took) {}

        @Override
        public void warned(Reason reason) {}

        @Override
        public void denied(Reason reason) {}

        @Override
        public void deadlineExceeded() {}

        @Override
        public void modeUnknown() {}
      };

  /// A review was answered.
  ///
  /// @param kind lower case, `other` for kinds that are not looked at
  /// @param operation lower case, `other` for what is neither `create` nor `update`
  void reviewed(String kind, String operation, Duration took);

  /// A review warned of an image, or refused it. Called once for each such image, also for images
  /// that the answer only counts in its last line.
  void warned(Reason reason);

  /// A review refused its object.
  ///
  /// @param reason that of the first image for which it was refused
  void denied(Reason reason);

  /// A review was answered at its deadline, before all checks of its images were done.
  void deadlineExceeded();

  /// A review was answered in [Mode#WARN] because the namespace's mode was not known in time.
  void modeUnknown();
}
