/// JMH benchmarks, a class for each kind of technique. They run on the class path, as JMH does:
///
/// ```sh
/// java -jar target/benchmarks.jar Optimizers -p n=1048576 -rf json -rff target/jmh.json
/// java -cp target/benchmarks.jar io.fletching.benchmarks.Ratios target/jmh.json
/// ```
@NullMarked
package io.fletching.benchmarks;

import org.jspecify.annotations.NullMarked;
