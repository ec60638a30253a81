package io.fletching.runtime;

/// Something on a path or in a plugin directory that cannot be used, or, as a note, that can and should be known.
///
/// It holds texts alone, so that keeping a problem keeps no class of a plugin alive.
///
/// @param code what kind of problem it is, for programs and for `fletch explain`
/// @param where the jar or folder, as a path where there is one
/// @param what what is wrong with it, in one sentence, with the chain of causes where something was thrown
/// @param cure what to do about it, in one sentence
public record Problem(ProblemCode code, String where, String what, String cure) {

    /// In one line: `plugins/x.jar: The jar is cut short. Copy it anew. (plugin-corrupt-jar)`
    @Override
    public String toString() {
        return where + ": " + what + " " + cure + " (" + code + ")";
    }

    /// Something that was thrown, with its causes: `class: message <- class: message`.
    static String chain(Throwable thrown) {
        var text = new StringBuilder();
        String separator = "";
        // A cause can be made to lead back to where it started.
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 10; cause = cause.getCause(), depth++) {
            text.append(separator).append(cause.getClass().getName());
            String message = cause.getMessage();
            if (message != null) {
                text.append(": ").append(message);
            }
            separator = " <- ";
        }
        return text.toString();
    }
}
