package io.pullcheck.admission;

import io.pullcheck.model.Reason;
import java.time.Duration;
import java.util.List;

/// Adds a word or two to the list for each call.
record RecordingObserver(List<String> observed) implements AdmissionObserver {

  @Override
  public void reviewed(String kind, String operation, Duration took) {
    observed.add(kind + " " + operation);
  }

  @Override
  public void warned(Reason reason) {
    observed.add(reason.word());
  }

  @Override
  public void denied(Reason reason) {
    observed.add("denied " + reason.word());
  }

  @Override
  public void deadlineExceeded() {
    observed.add("deadline");
  }

  @Override
  public void modeUnknown() {
    observed.add("mode unknown");
  }
}
