#include "server/cli/connect.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"
#include "pointer-map/spelling.h"

namespace fingerpost {
namespace {

struct Client {
  std::string_view name;
  std::string_view file;
  std::string_view key;          // of the servers in the file; "" for TOML
  bool names_directory = false;  // the client starts servers elsewhere, and fills in where its project is
};

constexpr std::array<Client, 5> kClients = {{{"claude-code", ".mcp.json", "mcpServers", false},
                                             {"codex", ".codex/config.toml", "", false},
                                             {"cursor", ".cursor/mcp.json", "mcpServers", true},
                                             {"vscode", ".vscode/mcp.json", "servers", true},
                                             {"gemini", ".gemini/settings.json", "mcpServers", false}}};

Result<Client> client_named(std::string_view name) {
  const auto found =
      std::find_if(kClients.begin(), kClients.end(), [&](const Client& one) { return one.name == name; });
  if (found != kClients.end()) return *found;
  std::vector<std::string> names = known_clients();
  std::sort(names.begin(), names.end());
  const auto near = spellings_of(to_lower(name), names, 1);
  return Error{Code::invalid_argument, "there is no client '" + std::string(name) + "'", "",
               near.empty() ? "one of: " + join(names, ", ") : "did you mean '" + near.front().word + "'?"};
}

Json entry_of(const Client& client, std::string_view program) {
  Json arguments = Json::array({"mcp"});
  if (client.names_directory) {
    arguments.push_back("--repo");
    arguments.push_back("${workspaceFolder}");
  }
  Json entry = Json::object();
  if (client.name != "gemini") entry["type"] = "stdio";
  entry["command"] = program;
  entry["args"] = std::move(arguments);
  return entry;
}

constexpr std::string_view kTomlHead = "[mcp_servers.fingerpost]";

std::string toml_of(std::string_view program) {
  // A JSON string is a TOML string.
  return std::string(kTomlHead) + "\ncommand = " + to_line(Json(program)) + "\nargs = [\"mcp\"]\n";
}

}  // namespace

std::vector<std::string> known_clients() {
  std::vector<std::string> out;
  for (const Client& one : kClients) out.emplace_back(one.name);
  return out;
}

Result<Connection> connection_for(std::string_view name, std::string_view program) {
  auto client = client_named(name);
  if (!client) return client.error();
  auto text = with_connection(name, program, "");
  if (!text) return text.error();
  return Connection{std::string(client->file), std::move(*text)};
}

Result<std::string> with_connection(std::string_view name, std::string_view program, std::string_view text) {
  auto client = client_named(name);
  if (!client) return client.error();
  if (client->key.empty()) {
    for (std::string_view line : split(text, '\n'))
      if (trim(line) == kTomlHead) return std::string(text);  // there already: the user may have changed it
    std::string out(text);
    if (!out.empty() && !out.ends_with('\n')) out += '\n';
    return out + (out.empty() ? "" : "\n") + toml_of(program);
  }
  Json all = Json::object();
  if (!trim(text).empty()) {
    auto read = parse_json(text);
    if (!read || !read->is_object() || (read->contains(client->key) && !(*read)[std::string(client->key)].is_object()))
      return Error{Code::invalid_argument, "the file is not plain JSON", std::string(client->file),
                   "put the lines in by hand; without --write they are printed"};
    all = std::move(*read);
  }
  all[std::string(client->key)]["fingerpost"] = entry_of(*client, program);
  return to_pretty(all) + "\n";
}

}  // namespace fingerpost
