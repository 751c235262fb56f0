package io.pullcheck.cli;

import java.lang.reflect.Proxy;

/// Tells Ctrl-C (SIGINT) from SIGTERM, which a shutdown hook does not, and hears of it again while
/// the program stops.
///
/// The JDK's one way to do that, `sun.misc.Signal`, is supported (module `jdk.unsupported`), but
/// the compiler warns of every mention, so it is called by reflection.
final class Interrupts {

  private Interrupts() {}

  /// Calls the action at each SIGINT from now on, on a thread of its own. Where a signal cannot be
  /// handled, or is ignored by who started the program, everything stays as it is.
  static void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      Object _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("INT"), ours);
    } catch (ReflectiveOperationException e) {
      // Then Ctrl-C is what SIGTERM is.
      return;
    }
  }
}
