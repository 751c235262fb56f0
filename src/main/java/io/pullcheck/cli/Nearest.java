package io.pullcheck.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the known word that somebody has most likely meant.
final class Nearest {

  private Nearest() {}

  /// The known word that takes the fewest letters left out, added, changed or swapped; nothing if
  /// it takes more than a third of the word's. To change the only letter of `-x` makes it another.
  static Optional<String> to(String word, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String each) -> distance(word, each))
                .thenComparing(Comparator.naturalOrder()))
        .filter(each -> distance(word, each) <= Math.max(1, word.length() / 3))
        .filter(each -> distance(word, each) < word.replaceFirst("^-+", "").length());
  }

  // The optimal string alignment distance.
  private static int distance(String a, String b) {
    int[][] distances = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          distances[i][j] = i + j;
          continue;
        }
        int changed = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int added = 1 + Math.min(distances[i - 1][j], distances[i][j - 1]);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        int least = Math.min(changed, added);
        distances[i][j] = swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
      }
    }
    return distances[a.length()][b.length()];
  }
}
