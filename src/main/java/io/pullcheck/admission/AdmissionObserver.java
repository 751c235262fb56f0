package io.pullcheck.admission;

import io.pullcheck.model.Reason;
import java.time.Duration;

/// Is told what admission does; the metrics stand behind it. Must not block.
public interface AdmissionObserver {

  AdmissionObserver NONE =
      new AdmissionObserver() {
        @Override
        public void reviewed(String kind, String operation, Duration took) {}

        @Override
        public void warned(Reason reason) {}

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

  /// An image was warned of, or refused; once per image, also for those that only the last line
  /// counts.
  void warned(Reason reason);

  /// A review was answered although some image's check was still under way.
  void deadlineExceeded();

  /// A review was answered in [Mode#WARN] because the namespace's mode was not known in time.
  void modeUnknown();
}
