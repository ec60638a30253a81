package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fletching.kernels.KernelChoice;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/// What every provider keeps, of whatever kind. A provider's author extends the contract of its kind in a test, and
/// each
/// rule is a test of its own.
public abstract sealed class ProviderContract<P extends Provider>
        permits InitializerContract, NormalizerContract, OptimizerContract, ClipperContract {
    /// What [#bindsOrSaysWhyNot] tries on every option; the option itself refuses what is not of its type and range.
    private static final List<String> EXTREMES =
            List.of("0", "1", "2", "-1", "1e-30", "1e30", "-1e30", "0.999999", "infinity", "true", "false");

    /// For the test that extends it.
    ProviderContract() {}

    /// The provider under test, by its public constructor.
    protected abstract P provider();

    /// The options to test with, as texts; the defaults where empty. Name here what changes the code's way: each flag,
    /// each choice.
    protected List<Map<String, String>> variants() {
        return List.of(Map.of());
    }

    /// Binds the provider as its kind does.
    abstract void bind(P provider, Options options);

    /// A hash over results of all variants that must not depend on the kernels.
    abstract String digest();

    /// The bytes that a run of the worst variant allocates on the heap, warm.
    abstract long allocated();

    /// The provider's module or `META-INF/services` names it.
    @Test
    public final void isFoundAsAService() {
        var kind = Arrays.stream(Provider.class.getPermittedSubclasses())
                .filter(type -> type.isInstance(provider()))
                .findFirst()
                .orElseThrow();
        var found = ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::type)
                .toList();
        assertThat(found).map(Class::getName).contains(provider().getClass().getName());
    }

    /// The descriptor is equal every time, before anything else is called.
    @Test
    public final void describesItselfTheSameEveryTime() {
        assertThat(texts(provider().descriptor())).isEqualTo(texts(provider().descriptor()));
        assertThat(provider().descriptor().summary()).isNotBlank();
    }

    private static List<String> texts(Descriptor descriptor) {
        var texts = new ArrayList<>(List.of(descriptor.name(), descriptor.summary(), descriptor.paper()));
        descriptor.options().forEach(option -> texts.add(option.toString()));
        return texts;
    }

    /// The canonical texts of options read back to the same options.
    @Test
    public final void readsItsOptionsBack() {
        var descriptor = provider().descriptor();
        for (var variant : variants()) {
            var texts = descriptor.parse(variant).texts();
            assertThat(descriptor.parse(texts).texts()).isEqualTo(texts);
        }
    }

    /// Whatever the options allow one by one is bound, or refused as a USER error: never another exception.
    @Test
    public final void bindsOrSaysWhyNot() {
        var descriptor = provider().descriptor();
        for (Option<?> option : descriptor.options()) {
            for (String text : EXTREMES) {
                Options options;
                try {
                    options = descriptor.parse(Map.of(option.name(), text));
                } catch (FletchingException outOfRange) {
                    continue;
                }
                try {
                    bind(provider(), options);
                } catch (FletchingException refused) {
                    assertThat(refused.kind()).as(refused.getMessage()).isEqualTo(FletchingException.Kind.USER);
                } catch (RuntimeException broken) {
                    fail("With " + option.name() + " = " + text + " bind throws " + broken, broken);
                }
            }
        }
    }

    /// Scalar and vector kernels give the same bits: a JVM with the other kernels computes the same digest.
    @Test
    public final void scalarAndVectorGiveTheSameBits() {
        assertThat(Fork.run(this, Fork.Task.DIGEST, !KernelChoice.vector())).isEqualTo(digest());
    }

    /// After warm-up a call allocates nothing on the heap.
    @Test
    public final void allocatesNothing() {
        assertThat(Long.parseLong(Fork.run(this, Fork.Task.ALLOCATION, KernelChoice.vector())))
                .as("bytes on the heap")
                .isLessThanOrEqualTo(Allocation.OVERLOOKED);
    }
}
