/// What registries tell of pushes and deletions: from the bytes of a notification to the pulls that
/// are checked for it. What it says is a hint and never a verdict; no HTTP here.
@NullMarked
package io.pullcheck.notification;

import org.jspecify.annotations.NullMarked;
