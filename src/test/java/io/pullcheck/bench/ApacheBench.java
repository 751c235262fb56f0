package io.pullcheck.bench;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// ApacheBench (`ab`): what a registry can answer at most on this machine, by a client in C that
/// does nothing with the answers.
final class ApacheBench {

  private static final Pattern RATE = Pattern.compile("Requests per second: +([0-9.]+)");

  private ApacheBench() {}

  /// HEAD requests a second of 32 connections.
  static double rate(String url, int requests) throws IOException {
    String report =
        Command.run(
                List.of(
                    RealParts.require("ab").toString(),
                    "-k",
                    "-i",
                    "-c",
                    "32",
                    "-n",
                    Integer.toString(requests),
                    "-H",
                    "Accept: application/vnd.docker.distribution.manifest.v2+json",
                    url))
            .out();
    Matcher rate = RATE.matcher(report);
    if (!rate.find()) {
      throw new IOException("no rate in: " + report);
    }
    return Double.parseDouble(rate.group(1));
  }
}
