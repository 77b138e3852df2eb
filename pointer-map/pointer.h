// What a pointer is. A source (a file) is a tree of places; each place has a locator segment, lines and a kind. The
// address of a place is the path of segments from the source's root: its locator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// What a place is, as a person would call it. Stored as a number: append only, and raise kMapVersion when the order
// changes.
enum class Kind : std::uint8_t {
  document,  // the whole file; the root of every source
  section,   // a heading with all below it
  paragraph,
  list_item,
  task_item,  // "- [ ] …"; role done or open
  table,
  table_row,
  code_block,
  comment,   // a block of comment lines that stands on its own in a configuration file
  setting,   // a key with its value, or a mapping of keys
  variable,  // an environment variable; the role says in which way
  service,   // a compose service, a workflow's service container
  port,
  image,
  volume,
  network,
  healthcheck,
  workflow,
  job,
  step,
  secret,   // a reference to a secret by name (secrets.X); never a value
  command,  // a make, just or task target, a package script
  stage,    // of a Dockerfile
  alert,
  object,          // a Kubernetes object
  operation,       // an OpenAPI operation
  definition,      // of source code: function, type, constant
  component,       // curated: an entry of component-map.md or catalog-info.yaml
  protected_path,  // a path that a document or a settings file declares protected
  owner,           // a CODEOWNERS rule
  link,
};
inline constexpr int kKindCount = static_cast<int>(Kind::link) + 1;

// What a place does with the thing that it names.
enum class Role : std::uint8_t {
  none,
  declared,    // the variable's entry in an env file or example
  passed,      // given to a service, job or container
  read,        // by code
  required,    // by a check, a `:?` reference, a list of required names
  documented,  // in a document
  fallback,    // the default in code or in `${X:-default}`
  published,   // a port reachable from the host
  exposed,     // a port between containers
  open,        // task not ticked
  done,        // task ticked
};
inline constexpr int kRoleCount = static_cast<int>(Role::done) + 1;

std::string_view name_of(Kind kind);
bool is_prose(Kind kind);             // what documents are made of: sections, texts, lists, tables, blocks of code
std::string_view name_of(Role role);  // "" for none

// One place as a reader of a format emits it, in document order (parents before children, a subtree contiguous).
struct Place {
  Kind kind = Kind::setting;
  Role role = Role::none;
  std::int32_t parent = 0;      // index of the enclosing place in the same Reading; 0 is the document itself
  std::int32_t line_start = 1;  // 1-based, inclusive
  std::int32_t line_end = 1;
  std::string key;           // locator segment as shown: heading text, key, target name; "" where the place has no name
  std::string name;          // exact identifier that joins places across sources (variable, service, symbol), or ""
  std::string words;         // more words to be found by, not shown
  std::string_view text;     // own text, inside the source's bytes: found by, never stored
  std::string_view comment;  // the comment that explains it, inside the source's bytes: found by, never stored
  bool secret = false;       // the text is or may be a secret: not searched, masked when shown
};

// What a reader could not read, or a person should know about the source.
struct Finding {
  int line = 1;
  std::string message;  // "yaml: did not find expected key; read up to line 12"
};

// All that a format's reader yields for one source. `places[0]` is the document itself and is made by the caller.
struct Reading {
  std::vector<Place> places;
  std::vector<Finding> findings;

  // Appends a place and returns its index. REQUIRES: parent is the last place or one of its ancestors.
  std::int32_t add(Place place);
};

}  // namespace fingerpost
