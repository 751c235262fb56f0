package io.pullcheck.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;

/// The samples of a soak as a table, a file and a plot.
record SoakReport(List<Soak.Sample> samples) {

  static final String HEADER = "seconds,heap MiB,resident MiB,threads,files,series";

  private static final int WIDTH = 900;
  private static final int HEIGHT = 160;
  private static final int MARGIN = 30;

  /// A quantity of the samples.
  private record Quantity(String name, ToDoubleFunction<Soak.Sample> of) {}

  private static final List<Quantity> QUANTITIES =
      List.of(
          new Quantity("heap, MiB", Soak.Sample::heap),
          new Quantity("resident, MiB", Soak.Sample::resident),
          new Quantity("threads", Soak.Sample::threads),
          new Quantity("files", Soak.Sample::files),
          new Quantity("series", Soak.Sample::series));

  static String line(Soak.Sample sample) {
    return String.format(
        Locale.ROOT,
        "%d,%.1f,%.1f,%d,%d,%d",
        sample.seconds(),
        sample.heap(),
        sample.resident(),
        sample.threads(),
        sample.files(),
        sample.series());
  }

  /// Writes `soak.csv` and `soak.png`, and prints for each quantity the means of the second and of
  /// the last quarter, which are equal if nothing grows.
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("soak.csv"),
        HEADER + "\n" + String.join("\n", samples.stream().map(SoakReport::line).toList()) + "\n");
    for (Quantity each : QUANTITIES) {
      System.out.println(
          Figure.of(each.name(), mean(each, 3), "")
              .beside(mean(each, 1), "the second quarter")
              .line());
    }
    ImageIO.write(plot(), "png", folder.resolve("soak.png").toFile());
    System.out.println("written to " + folder);
  }

  private double mean(Quantity quantity, int quarter) {
    return samples
        .subList(samples.size() * quarter / 4, samples.size() * (quarter + 1) / 4)
        .stream()
        .mapToDouble(quantity.of())
        .average()
        .orElse(0);
  }

  // One curve below the other, each from zero.
  private BufferedImage plot() {
    BufferedImage image =
        new BufferedImage(WIDTH, HEIGHT * QUANTITIES.size(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (int i = 0; i < QUANTITIES.size(); i++) {
      curve(graphics, QUANTITIES.get(i), i * HEIGHT);
    }
    graphics.dispose();
    return image;
  }

  private void curve(Graphics2D graphics, Quantity quantity, int top) {
    double most = samples.stream().mapToDouble(quantity.of()).max().orElse(1);
    int bottom = top + HEIGHT - MARGIN / 2;
    int high = HEIGHT - MARGIN - MARGIN / 2;
    int[] across = new int[samples.size()];
    int[] up = new int[samples.size()];
    long end = samples.getLast().seconds();
    for (int i = 0; i < samples.size(); i++) {
      across[i] = MARGIN + (int) ((WIDTH - 2L * MARGIN) * samples.get(i).seconds() / end);
      up[i] = bottom - (int) (high * quantity.of().applyAsDouble(samples.get(i)) / most);
    }
    graphics.setColor(Color.LIGHT_GRAY);
    graphics.drawLine(MARGIN, bottom, WIDTH - MARGIN, bottom);
    graphics.setColor(Color.BLACK);
    graphics.drawString(
        String.format(Locale.ROOT, "%s, from 0 to %.0f, in %d s", quantity.name(), most, end),
        MARGIN,
        top + MARGIN / 2);
    graphics.setColor(new Color(0x33, 0x66, 0x99));
    graphics.setStroke(new BasicStroke(2));
    graphics.drawPolyline(across, up, samples.size());
  }
}
