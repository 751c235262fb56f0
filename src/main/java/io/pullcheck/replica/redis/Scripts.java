package io.pullcheck.replica.redis;

/// What the server does in one step, in Lua. All keys of a script are of one hash slot.
final class Scripts {

  private Scripts() {}

  /// Claims a check, and says what is known at that moment: whether the claim is ours, and then the
  /// two verdicts, each nil where there is none.
  ///
  /// KEYS: the fleet's verdict, the cluster's, the claim. ARGV: the token; for how many
  /// milliseconds it holds.
  static final String CLAIM =
      """
      if not redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2], 'NX') then return {0} end
      local known = redis.call('MGET', KEYS[1], KEYS[2])
      return {1, known[1], known[2]}
      """;

  /// Writes down what a check has found, gives the claim back if it is still ours, and says so.
  ///
  /// KEYS: the fleet's verdict, the cluster's, the claim. ARGV: the two verdicts, each empty where
  /// there is none; `1` if the check has found anything, so that a cluster's verdict that is not
  /// given is forgotten; for how many milliseconds they are kept; the claim's token; the channel;
  /// the message; `1` if the fleet's verdict, where there is one, stays.
  static final String PUBLISH =
      """
      if ARGV[1] ~= '' and ARGV[8] == '1' then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4], 'NX')
      elseif ARGV[1] ~= '' then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4]) end
      if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[4])
      elseif ARGV[3] == '1' then redis.call('DEL', KEYS[2]) end
      if ARGV[5] ~= '' and redis.call('GET', KEYS[3]) == ARGV[5] then redis.call('DEL', KEYS[3]) end
      if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[6], ARGV[7]) end
      return 1
      """;

  /// A token bucket: how many milliseconds until the turn comes. `at` is when the tokens were
  /// counted; while a registry wants to be left alone it lies in the future.
  ///
  /// KEYS: the bucket. ARGV: turns a second; how many may be saved up; if the turn is farther away
  /// than so many milliseconds it is not taken; for how many milliseconds the registry wants to be
  /// left alone, and then no turn is taken.
  static final String TURN =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
      local longest, pause = tonumber(ARGV[3]), tonumber(ARGV[4])
      local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
      local tokens, at = tonumber(kept[1] or burst), tonumber(kept[2] or now)
      tokens = math.min(burst, tokens + math.max(0, now - at) * rate / 1000)
      at = math.max(at, now)
      local wait = 0
      if pause > 0 then
        at = math.max(at, now + pause)
        tokens = math.min(tokens, 1)
        wait = at - now
      else
        wait = at - now + math.ceil(math.max(0, 1 - tokens) / rate * 1000)
        if wait <= longest then tokens = tokens - 1 end
      end
      redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(at))
      redis.call('PEXPIRE', KEYS[1], wait + math.ceil(burst / rate * 1000) + 1000)
      return wait
      """;
}
