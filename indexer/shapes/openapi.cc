// OpenAPI and Swagger documents: the operations.
#include <string>

#include "base/text.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

bool claims(std::string_view, const KeyTree& tree, std::int32_t document) {
  return (tree.child(document, "openapi") >= 0 || tree.child(document, "swagger") >= 0) &&
         tree.child(document, "paths") >= 0;
}

void read(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  for (const std::int32_t path : tree.children(tree.child(document, "paths")))
    for (const std::int32_t method : tree.children(path)) {
      bool known = false;
      for (std::string_view verb : {"get", "put", "post", "delete", "options", "head", "patch", "trace"})
        known |= tree[method].key == verb;
      if (!known) continue;
      std::string verb = tree[method].key;
      for (char& c : verb) c = is_alpha(c) ? static_cast<char>(c - 32) : c;
      out[method].kind = Kind::operation;
      out[method].key = verb + " " + tree[path].key;
      out[method].name = std::string(tree.value(method, "operationId"));
      out[method].words = "endpoint api " + std::string(tree.value(method, "summary")) + " " +
                          std::string(tree.value(method, "description"));
    }
}

}  // namespace

extern const Shape openapi_shape;
const Shape openapi_shape = {"openapi", claims, read};

}  // namespace fingerpost
