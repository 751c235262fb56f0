package io.pullcheck.registry.limit;

import static io.pullcheck.testing.TestingCallers.recheck;
import static io.pullcheck.testing.TestingCallers.review;
import static io.pullcheck.testing.TestingCallers.urgent;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class TurnsTest {

  private record Waiter(Caller caller, int number) {
    @Override
    public String toString() {
      return caller.namespace() + number;
    }
  }

  private final Turns<Waiter> turns = new Turns<>();

  @Test
  void namespacesTakeTurnsAndWithinOneWhoeverCameFirst() {
    add(urgent("flood"), 1, 2, 3, 4);
    add(urgent("shop"), 1, 2);
    add(urgent("blog"), 1);

    assertThat(drain(7)).hasToString("[flood1, shop1, blog1, flood2, shop2, flood3, flood4]");
    assertThat(turns.isEmpty()).isTrue();
  }

  @Test
  void everyOtherTurnIsARechecks() {
    add(urgent("flood"), 1, 2, 3, 4);
    add(recheck("shop"), 7, 8);

    assertThat(drain(6)).hasToString("[flood1, shop7, flood2, shop8, flood3, flood4]");
  }

  /// A review's deadline is two seconds; a first sweep of docker.io takes minutes.
  @Test
  void aReviewWaitsForOneTurnAtMostAndLeavesEveryOtherToTheRest() {
    add(urgent("new"), 1, 2, 3);
    add(recheck("old"), 1, 2);
    assertThat(drain(1)).hasToString("[new1]");
    add(review("shop"), 1, 2, 3);

    assertThat(drain(7)).hasToString("[shop1, old1, shop2, new2, shop3, old2, new3]");
  }

  @Test
  void aNamespaceThatMayNotIsPassedOver() {
    add(urgent("flood"), 1, 2);
    add(urgent("shop"), 1);

    assertThat(turns.first(namespace -> !namespace.equals("flood")))
        .hasValueSatisfying(next -> assertThat(next).hasToString("shop1"));
    assertThat(turns.first(_ -> false)).isEmpty();
  }

  private void add(Caller caller, int... numbers) {
    for (int number : numbers) {
      turns.add(caller, new Waiter(caller, number));
    }
  }

  private List<Waiter> drain(int count) {
    Predicate<String> all = _ -> true;
    List<Waiter> inOrder = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Waiter next = turns.first(all).orElseThrow();
      turns.begun(next.caller(), next);
      inOrder.add(next);
    }
    return inOrder;
  }
}
