/// Where the program starts: [Main] hands the arguments to the commands in `cli`.
@NullMarked
package io.pullcheck;

import org.jspecify.annotations.NullMarked;
