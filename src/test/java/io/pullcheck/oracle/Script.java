package io.pullcheck.oracle;

/// How the hosts of one case answer. A new one is made for each who asks, because it may count.
@FunctionalInterface
interface Script {

  Answer answer(Request request);
}
