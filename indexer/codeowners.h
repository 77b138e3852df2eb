// One line of a CODEOWNERS file, as GitHub, GitLab and Gitea write it. Pure; the views are into the line.
#pragma once

#include <string_view>

namespace fingerpost {

struct OwnerLine {
  enum class Type { none, section, rule };  // none: empty or a comment

  Type type = Type::none;
  std::string_view pattern;  // of a rule: gitignore's syntax, without negation and classes; of a section: its name
  std::string_view owners;   // "@org/team dev@example.org"; "" where the line names none
  std::string_view comment;  // behind a '#', without it
};

OwnerLine read_owner_line(std::string_view line);

// Whether a rule's pattern covers a file (a path below the root). "/docs/*" covers the files of docs itself only, as
// GitHub has it; any other pattern covers what lies below the directories that it matches.
bool owner_pattern_covers(std::string_view pattern, std::string_view path);

}  // namespace fingerpost
