package io.fletching.runtime;

import io.fletching.spi.Clipper;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Provider;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The providers that were found, by kind and name.
///
/// A name is asked for bare, as `adamw`, or in full, as `module/adamw` or `module/adamw@version`. The bare name of a
/// built-in provider means the built-in unless another is preferred; where two others of a kind have one name the bare
/// name is refused: no order on a path decides.
///
/// A catalog keeps the plugins that it loaded. Once it is closed, and nobody uses a technique of theirs any more, their
/// classes can be collected; none of their jars is ever held open. A catalog without plugins need not be closed.
public final class Catalog implements AutoCloseable {
    private static final Comparator<Technique<?>> ORDER = Comparator.<Technique<?>>comparingInt(
                    technique -> Kinds.NAMES.indexOf(technique.kind()))
            .thenComparing(Technique::name)
            .thenComparing(Technique::id)
            .thenComparing(technique -> technique.origin().location());

    private volatile @Nullable Contents contents;

    private record Contents(
            Selection selection, List<Problem> problems, List<Problem> notes, List<PluginFile> plugins) {}

    private Catalog(Contents contents) {
        this.contents = contents;
    }

    /// A catalog to be made: where to look, which to prefer.
    public static CatalogBuilder builder() {
        return new CatalogBuilder();
    }

    /// The providers on the module path and the class path, as the thread's context class loader sees them and as the
    /// runtime's own does.
    public static Catalog load() {
        return builder().build();
    }

    /// The providers that a class loader sees: in named modules defined to it or to its parents, and on its class path.
    public static Catalog load(ClassLoader loader) {
        return builder().classLoader(loader).build();
    }

    /// A catalog of these providers alone.
    public static Catalog of(Provider... providers) {
        List<Technique<?>> techniques =
                Arrays.stream(providers).<Technique<?>>map(Technique::of).toList();
        return new Catalog(new Contents(new Selection(sorted(techniques), Map.of()), List.of(), List.of(), List.of()));
    }

    static Catalog of(Findings findings, Map<String, String> preferences) {
        var selection = new Selection(sorted(findings.techniques()), Map.copyOf(preferences));
        preferences.forEach((key, fullName) -> {
            String kind = key.substring(0, key.indexOf(' '));
            if (!selection.has(kind, fullName)) {
                findings.problem(ProblemCode.PREFERENCE_UNKNOWN.at(
                        "the preference " + kind + "=" + fullName, "There is no such " + kind + "."));
            }
        });
        return new Catalog(new Contents(
                selection,
                List.copyOf(findings.problems()),
                List.copyOf(findings.notes()),
                List.copyOf(findings.files())));
    }

    private static List<Technique<?>> sorted(List<Technique<?>> techniques) {
        return techniques.stream().sorted(ORDER).toList();
    }

    /// The initializer of this name, with default options.
    ///
    /// @throws FletchingException of kind `USER` where there is none of this name, with the nearest name and all
    ///     there are, or where the bare name means several, with each candidate and its jar and the ways to choose
    public Technique<Initializer> initializer(String name) {
        return find(Initializer.class, name);
    }

    /// The normalizer of this name; see [#initializer].
    public Technique<Normalizer> normalizer(String name) {
        return find(Normalizer.class, name);
    }

    /// The optimizer of this name; see [#initializer].
    public Technique<Optimizer> optimizer(String name) {
        return find(Optimizer.class, name);
    }

    /// The clipper of this name; see [#initializer].
    public Technique<Clipper> clipper(String name) {
        return find(Clipper.class, name);
    }

    /// The clipper of this name, or those of several names with `+` between, in the order in which they run: each sees
    /// the gradients as those before it left them. Of `norm-clipping+value-clipping` the options are `first-max-norm`,
    /// `second-max-value` and so on.
    ///
    /// @param texts option values; the defaults for those that are absent
    /// @throws FletchingException of kind `USER` as [#initializer] does, and for an option or a value that does not
    ///     exist
    public List<Technique<Clipper>> clippers(String name, Map<String, String> texts) {
        List<Technique<Clipper>> clippers =
                Joined.names("clipper", name).stream().map(this::clipper).toList();
        List<List<String>> options = clippers.stream()
                .map(clipper -> clipper.descriptor().options().stream()
                        .map(Option::name)
                        .toList())
                .toList();
        List<Map<String, String>> each = Joined.apart(name, options, texts);
        return IntStream.range(0, clippers.size())
                .mapToObj(i -> clippers.get(i).with(each.get(i)))
                .toList();
    }

    private <P extends Provider> Technique<P> find(Class<P> type, String name) {
        return contents().selection().find(type, name);
    }

    /// Every provider of a kind that has the bare name of a given name, and why the name means it or not.
    ///
    /// @param kind `initializer`, `normalizer`, `optimizer` or `clipper`
    /// @param name bare or in full
    public List<Candidate> why(String kind, String name) {
        return contents().selection().why(kind, name);
    }

    /// All that were found, with default options, by kind, name, full name and jar.
    public List<Technique<?>> techniques() {
        return contents().selection().techniques();
    }

    /// What was found and cannot be used.
    public List<Problem> problems() {
        return contents().problems();
    }

    /// What was found, can be used and should be known.
    public List<Problem> notes() {
        return contents().notes();
    }

    /// The jars of plugin directories as they were read, those that cannot be used among them, as far as they are jars
    /// and approved.
    public List<PluginFile> plugins() {
        return contents().plugins();
    }

    /// Lets go of every plugin. Techniques that are in use go on working, and keep their plugin as long as they are.
    @Override
    public void close() {
        contents = null;
    }

    private Contents contents() {
        Contents known = contents;
        if (known == null) {
            throw new FletchingException(
                    Kind.USER,
                    "catalog-closed",
                    "The catalog is closed. Close it when nothing is asked of it any more.");
        }
        return known;
    }
}
