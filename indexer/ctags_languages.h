// What Universal Ctags 5.9 is told of languages: those that it does not know, and files whose name does not say theirs.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// The arguments that teach ctags Swift, Dart, Scala, Groovy (Gradle, Jenkins), GDScript, Solidity, GraphQL, Prisma,
// Gherkin, Bicep, Nim, Bazel's targets and more of Clojure (ctags-optlib(7)): a regular expression a line for each kind
// of definition. Where a definition ends is not among what ctags then says (indexer/definition_ends.h).
const std::vector<std::string>& ctags_language_arguments();

// The ending by which ctags knows the language of a file whose name does not tell it; "" where it does, or nobody
// knows. `text` is the file's: what runs a program stands in its first line.
std::string_view ending_of_language(std::string_view path, std::string_view text);

}  // namespace fingerpost
