import io.fletching.spi.Clipper;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The `fletch` command.
@NullMarked
module io.fletching.cli {
    requires static org.jspecify;
    requires io.fletching.nn;
    requires io.fletching.data;
    requires io.fletching.tck;
    requires jdk.management;
    requires info.picocli;
    requires com.fasterxml.jackson.databind;
    requires org.snakeyaml.engine;

    uses Initializer;
    uses Normalizer;
    uses Optimizer;
    uses Clipper;

    opens io.fletching.cli to
            info.picocli,
            com.fasterxml.jackson.databind;
    opens io.fletching.cli.jvm to
            com.fasterxml.jackson.databind;
}
