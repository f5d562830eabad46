# What both engines have alike; sourced by galera and replica, which set `kind`,
# `nodes`, and give `options NODE`.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
state=${OPVANG_CLUSTER:-$root/.dev/cluster/$kind}
services=(quotas locations housing reporting)
say() { echo "$*" >&2; }
failed() {  # what, its log
  say "$1; het laatste uit $2:"
  tail -20 "$2" 2>/dev/null | cut -c1-300 | sed 's/^/  /' >&2
  exit 1
}
await() {  # seconds, what, its log, command…
  local tries=$(($1 * 20)) what=$2 log=$3
  shift 3
  for _ in $(seq "$tries"); do "$@" >/dev/null 2>&1 && return; sleep 0.05; done
  failed "$what komt niet op gang" "$log"
}

# The database runs as a plain user: root's rsync may not copy a node.
as_user=()
owner=$(id -un)
if [[ $(id -u) == 0 ]]; then
  owner=mysql
  as_user=(setpriv --reuid mysql --regid mysql --clear-groups)
fi
# MariaDB takes no blanks in a path and no long one for a socket.
short=/tmp/opvang-$(id -u)-$(printf %s "$state" | sha256sum | cut -c1-8)
mariadbd=$(command -v mariadbd || echo /usr/sbin/mariadbd)
haproxy=$(command -v haproxy || echo /usr/sbin/haproxy)

port() { echo $((base + $1)); }                  # of a node; 0 is where services go
sql() {  # node, flags…
  local node=$1
  shift
  mariadb --no-defaults --socket="$short/$node/db.sock" --user=root --batch \
    --skip-column-names "$@"
}
# A process of ours: its pid is on file and it runs what we started.
running() {  # name, program
  local pid
  pid=$(cat "$state/run/$1.pid" 2>/dev/null) || return 1
  [[ $(readlink "/proc/$pid/exe" 2>/dev/null) == "$(readlink -f "$2")" ]]
}
end() {  # name, program
  running "$1" "$2" || { rm -f "$state/run/$1.pid"; return 0; }
  local pid
  pid=$(cat "$state/run/$1.pid")
  kill "$pid"
  for _ in $(seq 600); do
    [[ -d /proc/$pid && $(cut -d' ' -f3 "/proc/$pid/stat" 2>/dev/null) != Z ]] || break
    sleep 0.05
  done
  rm -f "$state/run/$1.pid"
}

prepare() {
  "$root/deploy/install" --cluster
  umask 077
  mkdir -p "$state"/{run,secrets}
  exec 9>"$state/lock"
  flock 9
  ln -sfn "$state" "$short"
  if ((${#as_user[@]})); then
    chmod 711 "$state"
    "${as_user[@]}" test -x "$state" || {
      say "$owner komt niet bij $state; zet OPVANG_CLUSTER op een map waar hij bij kan"
      exit 1
    }
  fi
  local name
  for name in "${services[@]}" replication; do
    [[ -s $state/secrets/$name ]] || openssl rand -hex 16 >"$state/secrets/$name"
  done
}

make_data() {  # node
  local folder=$state/$1
  [[ -d $folder/data/mysql ]] && return
  mkdir -p "$folder/tmp"
  chmod 700 "$folder"
  ((${#as_user[@]} == 0)) || chown -R "$owner": "$folder"
  "${as_user[@]}" mariadb-install-db --no-defaults --user="$owner" \
    --datadir="$short/$1/data" --auth-root-authentication-method=normal \
    --skip-test-db --skip-name-resolve --tmpdir="$short/$1/tmp" \
    >"$state/$1.install.log" 2>&1 ||
    failed "MariaDB kan geen database aanmaken" "$state/$1.install.log"
}

start_node() {  # node, extra options…
  local node=$1 folder=$short/$1 more
  shift
  mapfile -t more < <(options "$node")
  setsid "${as_user[@]}" "$mariadbd" --no-defaults --user="$owner" \
    --datadir="$folder/data" --socket="$folder/db.sock" --tmpdir="$folder/tmp" \
    --pid-file="$folder/pid" --log-error="$folder/error.log" \
    --bind-address=127.0.0.1 --port="$(port "$node")" --skip-name-resolve \
    --character-set-server=utf8mb4 --binlog-format=ROW --performance-schema=OFF \
    --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=64M \
    --innodb-log-file-size=64M --max-connections=300 --max-connect-errors=4294967295 \
    "${more[@]}" "$@" >/dev/null 2>&1 </dev/null 9>&- &
  echo $! >"$state/run/$node.pid"
}

# The accounts of the services, and that of HAProxy's question, which may nothing.
make_accounts() {  # node
  local name
  for name in "${services[@]}"; do
    sql "$1" <<SQL
CREATE DATABASE IF NOT EXISTS opvang_$name CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS 'opvang_$name'@'127.0.0.1'
  IDENTIFIED BY '$(cat "$state/secrets/$name")';
GRANT ALL ON opvang_$name.* TO 'opvang_$name'@'127.0.0.1';
SQL
  done
  sql "$1" -e "CREATE USER IF NOT EXISTS opvang_check@'127.0.0.1' IDENTIFIED VIA mysql_native_password"
}

# HAProxy asks each node, as MariaDB's client would, whether it takes writes; all
# connections go to one that does, and stay there until it does not.
start_proxy() {
  local query greeting user
  query="SET STATEMENT wsrep_sync_wait=0 FOR SELECT IF(@@read_only = 0 AND COALESCE((SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'wsrep_local_state'), 4) IN (0, 4), CONCAT('takes', '-writes'), 'no')"
  hex() { od -An -v -tx1 | tr -d ' \n'; }
  packet() {  # number, in hexadecimal; the content is read
    local content
    content=$(cat)
    printf '%02x%02x%02x%s%s' $((${#content} / 2 & 255)) $((${#content} / 512 & 255)) 0 "$1" "$content"
  }
  user=$(printf opvang_check | hex)
  greeting=$(printf '01a20000%s21%046d%s0000' 00000001 0 "$user" | packet 01)
  query=$( (printf 03; printf %s "$query" | hex) | packet 00)
  {
    cat <<CONF
global
  stats socket $short/run/haproxy.sock mode 600 level admin
defaults
  mode tcp
  option redispatch 1
  retries 3
  timeout connect 1s
  timeout client 1h
  timeout server 1h
listen writer
  bind 127.0.0.1:$(port 0)
  stick-table type integer size 1k
  stick on int(1)
  option tcp-check
  tcp-check connect
  tcp-check expect binary 0a
  tcp-check send-binary $greeting
  tcp-check expect binary 0700000200000002000000
  tcp-check send-binary $query
  tcp-check expect string takes-writes
  tcp-check send-binary 0100000001
  timeout check 1s
  default-server check inter 250ms fall 2 rise 2 on-marked-down shutdown-sessions
CONF
    local node
    for node in $nodes; do echo "  server n$node 127.0.0.1:$(port "$node")"; done
  } >"$state/haproxy.cfg"
  if running haproxy "$haproxy"; then return; fi
  setsid "$haproxy" -db -f "$short/haproxy.cfg" >>"$state/haproxy.log" 2>&1 </dev/null 9>&- &
  echo $! >"$state/run/haproxy.pid"
  await 30 HAProxy "$state/haproxy.log" test -S "$state/run/haproxy.sock"
}
# server → UP or DOWN
proxy_says() {
  echo "show stat writer" | proxy_command |
    awk -F, '$1 == "writer" && $2 ~ /^n/ {print $2, $18, "verbindingen:", $5}'
}
proxy_command() {
  /usr/bin/env python3 -c '
import socket, sys
to = socket.socket(socket.AF_UNIX)
to.connect(sys.argv[1])
to.sendall(sys.stdin.buffer.read())
to.shutdown(socket.SHUT_WR)
while part := to.recv(65536):
    sys.stdout.write(part.decode())
' "$state/run/haproxy.sock"
}
takes_writes() { proxy_says | grep -q " UP"; }

# How the services reach it.
write_env() {
  local name
  for name in "${services[@]}"; do
    echo "OPVANG_DATABASE_${name^^}=mysql://opvang_$name:$(cat "$state/secrets/$name")@tcp(127.0.0.1:$(port 0))/opvang_$name"
  done >"$state/opvang.env"
  say "de diensten schrijven naar 127.0.0.1:$(port 0); per dienst staat het in $state/opvang.env"
}

bring_down() {
  local node
  end haproxy "$haproxy"
  for node in $nodes; do end "$node" "$mariadbd"; done
}
usage() { sed -n '2,/^set -/s/^# \{0,1\}//p' "$0" | head -n -1 >&2; exit 2; }
