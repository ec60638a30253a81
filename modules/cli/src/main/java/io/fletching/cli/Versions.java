package io.fletching.cli;

import io.fletching.kernels.Kernels;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Provider;
import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// Names what runs: the answer to `--version`, and the words by which a run is recorded.
final class Versions implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "Fletching " + fletching(),
            "SPI       " + of(Provider.class),
            "JDK       " + jdk() + " (" + System.getProperty("java.vendor") + ")",
            "kernels   " + kernels(),
            "matmul    " + Matmul.FASTEST.product().description(),
        };
    }

    static String fletching() {
        return of(Versions.class);
    }

    static String jdk() {
        return Runtime.version().toString();
    }

    /// The kernels that this JVM runs, such as `vector-512`.
    static String kernels() {
        try {
            return Kernels.f32().name();
        } catch (IllegalStateException refusal) {
            throw new FletchingException(Kind.USER, "kernels", String.valueOf(refusal.getMessage()), refusal);
        }
    }

    /// The version of a class's module; of its jar, where that is on the class path.
    private static String of(Class<?> type) {
        return Optional.ofNullable(type.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .or(() -> Optional.ofNullable(type.getPackage().getImplementationVersion()))
                .orElse("of unknown version");
    }
}
