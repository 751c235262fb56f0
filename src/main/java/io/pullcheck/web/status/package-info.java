/// The status page's API: which images there are and what is known of them, what has changed, and a
/// check that somebody asks for.
@NullMarked
package io.pullcheck.web.status;

import org.jspecify.annotations.NullMarked;
