import org.jspecify.annotations.NullMarked;

/// The `fletch` command.
@NullMarked
module io.fletching.cli {
    requires static org.jspecify;
    requires io.fletching.nn;
    requires io.fletching.data;
    requires jdk.management;
    requires info.picocli;
    requires com.fasterxml.jackson.databind;
    requires org.snakeyaml.engine;

    opens io.fletching.cli to
            info.picocli,
            com.fasterxml.jackson.databind;
    opens io.fletching.cli.jvm to
            com.fasterxml.jackson.databind;
}
