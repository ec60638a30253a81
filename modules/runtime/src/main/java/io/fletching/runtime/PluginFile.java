package io.fletching.runtime;

import io.fletching.runtime.jars.Bytecode;
import io.fletching.runtime.jars.Host;
import io.fletching.runtime.jars.Jar;
import io.fletching.runtime.jars.JarFault;
import io.fletching.runtime.jars.JarModule;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a jar is and asks for, read without running any of its code.
///
/// @param path the jar
/// @param sha256 of the whole file, in lower-case hexadecimal
/// @param module the module's name, for a jar without module-info the one that Java derives for it
/// @param version the module's version, else the manifest's `Implementation-Version`, else `unversioned`
/// @param plain whether the jar has no module-info
/// @param requires modules that it requires, less `java.base`
/// @param packages its packages, less those that come from the host
/// @param provides class names of its providers, by kind: `optimizer` and so on
/// @param spi the version of the SPI that it was compiled against, or empty where it does not say
/// @param reaches what its code mentions beside arithmetic, such as `native code`, `files`, `the network`. Reflection
///     hides from it: an empty set proves nothing
/// @param manifest what its manifest asks for: `Enable-Native-Access`, `Add-Opens`, `Launcher-Agent-Class` and the like
/// @param problems why it cannot be used here, as far as that shows without running it
/// @param notes what should be known of it
public record PluginFile(
        Path path,
        String sha256,
        String module,
        String version,
        boolean plain,
        List<String> requires,
        List<String> packages,
        Map<String, List<String>> provides,
        String spi,
        Set<String> reaches,
        Map<String, String> manifest,
        List<Problem> problems,
        List<Problem> notes) {
    private static final List<String> ASKING = List.of(
            "Enable-Native-Access", "Add-Opens", "Add-Exports", "Launcher-Agent-Class", "Premain-Class", "Agent-Class");

    /// Looks at a jar. None of its code runs.
    ///
    /// @throws FletchingException of kind `DATA`, with a [ProblemCode] as its code, where it cannot be read as a jar
    public static PluginFile inspect(Path path) {
        try {
            Host host = Host.here();
            return of(JarModule.of(Jar.read(path), host), host);
        } catch (JarFault fault) {
            Problem problem = Problem.of(path, fault);
            throw new FletchingException(Kind.DATA, problem.code().toString(), problem.text(), fault);
        }
    }

    static PluginFile of(JarModule module, Host host) {
        Jar jar = module.jar();
        ModuleDescriptor descriptor = module.descriptor();
        var manifest = new TreeMap<String, String>();
        ASKING.forEach(name -> {
            String value = jar.manifest().getValue(name);
            if (value != null) {
                manifest.put(name, value);
            }
        });
        Inspection inspection = Inspection.of(module, host);
        return new PluginFile(
                jar.path(),
                jar.sha256(),
                descriptor.name(),
                descriptor.rawVersion().orElse(Origin.UNVERSIONED),
                module.plain(),
                descriptor.requires().stream()
                        .map(Requires::name)
                        .filter(name -> !name.equals("java.base"))
                        .sorted()
                        .toList(),
                descriptor.packages().stream().sorted().toList(),
                Kinds.provides(module.provides()),
                Inspection.compiledAgainst(descriptor),
                Bytecode.reaches(jar),
                manifest,
                inspection.problems(),
                inspection.notes());
    }
}
