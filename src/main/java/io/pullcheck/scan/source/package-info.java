/// What a scan is to check: image names, lists of them and manifests, each image with the place
/// that names it. Files are bounded in size, nesting and aliases, and what cannot be read is told
/// with file and line.
@NullMarked
package io.pullcheck.scan.source;

import org.jspecify.annotations.NullMarked;
