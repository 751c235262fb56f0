/// What a scan has found, in the formats that people and CI systems read.
@NullMarked
package io.pullcheck.scan.report;

import org.jspecify.annotations.NullMarked;
