package io.pullcheck.bench;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import tools.jackson.databind.json.JsonMapper;

/// The figures of a run as a table, as JSON and as a plot of those that stand beside another.
final class Report {

  private static final int WIDTH = 900;
  private static final int ROW = 36;
  private static final int TEXT = 380;

  private final List<Figure> figures = new ArrayList<>();

  void add(Figure figure) {
    figures.add(figure);
    System.out.println(figure.line());
  }

  /// Writes `bench.json` and `bench.png`.
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Map<String, Object>> all = new ArrayList<>();
    for (Figure each : figures) {
      Map<String, Object> one = new TreeMap<>();
      one.put("name", each.name());
      one.put("value", each.value());
      one.put("unit", each.unit());
      each.beside().ifPresent(other -> one.put("beside", other));
      each.ratio().ifPresent(ratio -> one.put("ratio", ratio));
      all.add(one);
    }
    JsonMapper.shared().writeValue(folder.resolve("bench.json").toFile(), all);
    ImageIO.write(plot(), "png", folder.resolve("bench.png").toFile());
    System.out.println("written to " + folder);
  }

  // A bar for each ratio; the line is where it equals what it stands beside.
  private BufferedImage plot() {
    List<Figure> bars = figures.stream().filter(each -> each.ratio().isPresent()).toList();
    BufferedImage image =
        new BufferedImage(WIDTH, ROW * (bars.size() + 1), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    double largest = bars.stream().mapToDouble(each -> each.ratio().orElseThrow()).max().orElse(1);
    int equal = (int) ((WIDTH - TEXT - ROW * 2) / Math.max(1, largest));
    for (int i = 0; i < bars.size(); i++) {
      bar(graphics, bars.get(i), i * ROW + ROW / 4, equal);
    }
    graphics.setColor(Color.RED);
    graphics.drawLine(TEXT + equal, 0, TEXT + equal, ROW * bars.size());
    graphics.drawString("equal", TEXT + equal - ROW / 2, ROW * bars.size() + ROW / 2);
    graphics.dispose();
    return image;
  }

  /// @param equal the length of a ratio of 1, in pixels
  private static void bar(Graphics2D graphics, Figure figure, int top, int equal) {
    double ratio = figure.ratio().orElseThrow();
    graphics.setColor(Color.BLACK);
    graphics.drawString(figure.name() + " / " + figure.besideIs(), ROW / 4, top + ROW / 2);
    graphics.setColor(new Color(0x33, 0x66, 0x99));
    int length = (int) (ratio * equal);
    graphics.fillRect(TEXT, top, length, ROW / 2);
    graphics.setColor(Color.BLACK);
    graphics.drawString("%.2f".formatted(ratio), TEXT + length + ROW / 4, top + ROW / 2);
  }
}
