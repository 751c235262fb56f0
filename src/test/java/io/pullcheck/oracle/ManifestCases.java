package io.pullcheck.oracle;

import io.pullcheck.config.Verification;
import io.pullcheck.oracle.Images.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// What HEAD and GET of a manifest are answered with: statuses, headers, bodies.
record ManifestCases(Generator generator) {

  static final String PREFIX = "/v2/shop/cart/";

  private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String SCHEMA_1 =
      "application/vnd.docker.distribution.manifest.v1+prettyjws";
  private static final String PAGE = "<html><body>no</body></html>";

  /// A registry with this content and nothing else.
  static Script serving(Images images) {
    return request -> {
      if (request.path().equals("/v2/")) {
        return Answer.json(200, "{}");
      }
      return request.path().startsWith(PREFIX)
          ? images.answer(request.path().substring(PREFIX.length()))
          : Answer.of(404);
    };
  }

  void add(int count) {
    generator.add("statuses", count, this::statuses);
    generator.add("headers of HEAD", count, this::headers);
    generator.add("by digest", count / 2, this::byDigest);
    generator.add("headers without HEAD", count / 2, this::byGet);
    generator.add("statuses in a row", count / 2, this::inARow);
  }

  private Scenario statuses(String domain) {
    int head =
        generator.any(
            "HEAD", 200, 201, 204, 206, 300, 302, 304, 307, 400, 401, 402, 403, 404, 405, 406, 408,
            410, 412, 418, 429, 451, 500, 501, 502, 503, 504);
    int get = generator.mostly("GET", 200, 401, 403, 404, 405, 429, 500, 503);
    String body = generator.any("error", "", Images.UNKNOWN, PAGE, "{\"a\":1}", "no");
    boolean digest = generator.now("no digest", 4);
    return Scenario.of(
        "",
        domain,
        () -> {
          Images images = new Images();
          Stored image = images.image("linux", "amd64", "layer");
          images.tag(image);
          Answer right = digest ? image.answer().without("Docker-Content-Digest") : image.answer();
          Script content = serving(images);
          return request -> {
            if (!request.path().equals(PREFIX + "manifests/v1")) {
              return content.answer(request);
            }
            int status = request.method().equals("HEAD") ? head : get;
            return status >= 200 && status < 300 ? right.status(status) : error(status, body);
          };
        });
  }

  private static Answer error(int status, String body) {
    String type =
        body.startsWith("<")
            ? "text/html"
            : body.startsWith("{") ? "application/json" : "text/plain";
    return Answer.of(status).with("Content-Type", type).body(body);
  }

  /// The answer with what stands in its headers changed.
  ///
  /// @param deep whether also in ways that only a GET finds out
  private Function<Answer, Answer> odd(String where, Stored image, boolean deep) {
    String type = type(where, deep);
    String digest = digest(where, image, deep);
    String length =
        generator.mostly(
            where + " length",
            "",
            "none",
            "0",
            "4393217",
            "90000000",
            deep ? "7" : "0",
            deep ? "4194304" : "",
            deep ? "4393216" : "");
    return answer -> {
      Answer changed =
          type.isEmpty() ? answer.without("Content-Type") : answer.with("Content-Type", type);
      changed =
          digest.isEmpty()
              ? changed.without("Docker-Content-Digest")
              : changed.with("Docker-Content-Digest", digest);
      return switch (length) {
        case "" -> changed;
        case "none" -> changed.unsized();
        default -> changed.with("Content-Length", length);
      };
    };
  }

  private String type(String where, boolean deep) {
    return generator.mostly(
        where + " type",
        Images.MANIFEST,
        DOCKER,
        deep ? Images.INDEX : DOCKER,
        Images.MANIFEST + "; charset=utf-8",
        Images.MANIFEST + " ;a=b",
        "Application/vnd.oci.image.manifest.v1+json",
        "",
        "application/json",
        "application/octet-stream",
        "text/plain",
        "text/plain; charset=utf-8",
        "text/html",
        SCHEMA_1,
        "application/vnd.docker.distribution.manifest.v1+json",
        "application/vnd.oci.empty.v1+json");
  }

  private String digest(String where, Stored image, boolean deep) {
    return generator.mostly(
        where + " digest",
        image.digest(),
        "",
        "sha256:abc",
        "abc",
        image.digest().toUpperCase(java.util.Locale.ROOT),
        "md5:" + "a".repeat(32),
        " " + image.digest() + " ",
        "sha256:" + "g".repeat(64),
        deep ? Images.digest("SHA-512", image.text()) : "",
        deep ? Images.digest("SHA-384", image.text()) : "",
        deep ? "sha256:" + "a".repeat(64) : "");
  }

  static Images images() {
    Images images = new Images();
    images.tag(images.image("linux", "amd64", "layer"));
    return images;
  }

  private static Stored stored() {
    return new Images().image("linux", "amd64", "layer");
  }

  private Scenario headers(String domain) {
    Stored image = stored();
    boolean behind = generator.now("platform", 2);
    Function<Answer, Answer> head = odd("HEAD", image, behind);
    String getType =
        generator.mostly("GET type", Images.MANIFEST, "application/json", "", "text/plain");
    Scenario scenario =
        Scenario.of(
            "",
            domain,
            () -> {
              Images images = images();
              // A digest that is none of the content's is found by nobody.
              Script content = serving(images);
              return request -> {
                Answer answer = content.answer(request);
                if (!request.path().equals(PREFIX + "manifests/v1")) {
                  return answer;
                }
                return request.method().equals("HEAD")
                    ? head.apply(answer)
                    : getType.isEmpty()
                        ? answer.without("Content-Type")
                        : answer.with("Content-Type", getType);
              };
            });
    return behind ? scenario.level(Verification.PLATFORM) : scenario;
  }

  private Scenario byDigest(String domain) {
    Stored image = stored();
    String algorithm = generator.mostly("asked by", "SHA-256", "SHA-512", "SHA-384");
    String asked = Images.digest(algorithm, image.text());
    boolean behind = generator.now("platform", 2);
    Function<Answer, Answer> head = odd("HEAD", image, behind);
    int status = generator.mostly("HEAD", 200, 403, 404, 405, 500);
    return Scenario.of(
            "",
            domain,
            () -> {
              Script content = serving(images());
              return request -> {
                if (!request.path().equals(PREFIX + "manifests/" + asked)) {
                  return content.answer(request);
                }
                return request.method().equals("HEAD")
                    ? head.apply(image.answer().status(status))
                    : image.answer();
              };
            })
        .image("reg." + domain + "/shop/cart@" + asked)
        .level(behind ? Verification.PLATFORM : Verification.MANIFEST);
  }

  private Scenario byGet(String domain) {
    Stored image = stored();
    Function<Answer, Answer> get = odd("GET", image, true);
    boolean refused = generator.any("HEAD refused", true, false);
    return Scenario.of(
            "",
            domain,
            () -> {
              Script content = serving(images());
              return request -> {
                Answer answer = content.answer(request);
                if (!request.path().equals(PREFIX + "manifests/v1")) {
                  return answer;
                }
                if (request.method().equals("HEAD")) {
                  return refused ? Answer.of(405) : answer.without("Docker-Content-Digest");
                }
                Answer changed = get.apply(answer);
                // Of a GET the body has the length that is announced.
                return changed.without("Content-Length");
              };
            })
        .level(Verification.PLATFORM);
  }

  private Scenario inARow(String domain) {
    Integer[] statuses = {200, 401, 403, 404, 408, 429, 500, 502, 503, 504};
    int first = generator.any("first", 408, 429, 500, 502, 503, 504, 0);
    int second = generator.any("second", statuses);
    int third = generator.mostly("third", 200, statuses);
    int from = generator.mostly("then", 200, statuses);
    int count = generator.mostly("count", 1, 2, 3, 4, 5);
    return Scenario.of(
        "",
        domain,
        () -> {
          Script content = serving(images());
          Map<String, Integer> asked = new HashMap<>();
          return request -> {
            if (!request.path().equals(PREFIX + "manifests/v1")) {
              return content.answer(request);
            }
            int number;
            synchronized (asked) {
              number = asked.merge(request.method(), 1, Integer::sum);
            }
            int status =
                number <= count
                    ? first
                    : number == count + 1 ? second : number == count + 2 ? third : from;
            return status == 200 ? content.answer(request) : Answer.of(status);
          };
        });
  }
}
