/// HTTP to registries: connections, address guards, proxies and TLS.
@NullMarked
package io.pullcheck.registry.http;

import org.jspecify.annotations.NullMarked;
