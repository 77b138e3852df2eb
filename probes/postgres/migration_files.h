// The migrations that a repository holds, by the names under which their tool keeps what has been run, and which of
// them a database lacks. Pure but for the reading of files.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace fingerpost {

enum class MigrationTool {
  prisma,    // migrations/20240102_orders/migration.sql: the directory's name
  flyway,    // V2__orders.sql: the file's name
  knex,      // migrations/20240102_orders.js: the name without its extension
  versions,  // db/migrate/20240102_orders.rb, migrations/000002_orders.up.sql: the digits, without zeros in front
  django,    // shop/migrations/0002_orders.py: "shop.0002_orders"
  alembic,   // versions/*.py: what the file calls its revision
  entity_framework,  // Migrations/20240102_Orders.cs: the name without its extension
};

struct MigrationFile {
  std::string name;
  std::string path;
  std::string directory;  // of all migrations of one database
};

using ReadMigration = std::function<std::string(const std::string& path)>;

// In the order in which they are run; of Alembic, the newest first and none that another one builds on: those decide.
std::vector<MigrationFile> migration_files(MigrationTool tool, const std::vector<std::string>& paths,
                                           const ReadMigration& read);

struct MigrationState {
  bool told = false;                   // false: no directory of the repository belongs to this database
  std::vector<MigrationFile> pending;  // in the order in which they are run
  std::size_t known = 0;               // files that were compared
};

// A repository may hold migrations of several databases: those of a directory count where one of them was applied, or
// where there is no other directory. `up_to_last`: only the last one that was run is kept, and stands for all before.
MigrationState compare_migrations(const std::vector<MigrationFile>& files, const std::set<std::string>& applied,
                                  bool up_to_last);

}  // namespace fingerpost
