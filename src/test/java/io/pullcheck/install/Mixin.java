package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import sjsonnet.DefaultParseCache;
import sjsonnet.SjsonnetMain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The chart's mixin, evaluated by a jsonnet that runs in this process.
final class Mixin {
  static final Path FOLDER = Chart.FOLDER.resolve("mixin");
  static final Path FILES = FOLDER.resolve("files.jsonnet");

  private Mixin() {}

  /// The text of each file of the chart that is made from the mixin, by its name.
  static Map<String, String> files() {
    var texts = new LinkedHashMap<String, String>();
    for (var file : evaluate(FILES.toString()).properties()) {
      texts.put(file.getKey(), file.getValue().asString() + "\n");
    }
    return texts;
  }

  /// The value of an expression in which `mixin` is the mixin.
  static JsonNode value(String expression) {
    return evaluate(
        "--exec", "local mixin = import '" + FOLDER + "/mixin.libsonnet'; " + expression);
  }

  private static JsonNode evaluate(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exit =
        SjsonnetMain.main0(
            arguments,
            new DefaultParseCache(),
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            os.package$.MODULE$.pwd(),
            SjsonnetMain.main0$default$7(),
            SjsonnetMain.main0$default$8(),
            SjsonnetMain.main0$default$9());
    assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return JsonMapper.shared().readTree(out.toByteArray());
  }
}
