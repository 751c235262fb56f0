/// The bytes of an AdmissionReview to the bytes of its answer; no HTTP here.
@NullMarked
package io.pullcheck.admission;

import org.jspecify.annotations.NullMarked;
