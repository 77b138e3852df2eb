// Languages that Universal Ctags 5.9 does not know, told to it by where their definitions begin.
#pragma once

#include <string>
#include <vector>

namespace fingerpost {

// The arguments that teach ctags Swift, Dart, Scala, Groovy (Gradle, Jenkins), GDScript, Solidity, GraphQL, Prisma,
// Gherkin, Bicep, Nim and Bazel's targets (ctags-optlib(7)): a regular expression a line for each kind of definition.
// Where a definition ends is not among what ctags then says (indexer/definition_ends.h).
const std::vector<std::string>& ctags_language_arguments();

}  // namespace fingerpost
