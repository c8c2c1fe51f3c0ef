# Runs one PostgreSQL server for a test process: `sh -c SCRIPT watch SCRIPT BIN FSYNC`.
#
# The first line of the output is the folder of the server. Standard input has one command per line,
# and each command is answered with "done" or "failed". At the end of the input, which also comes
# when the test process is killed, the server is ended and its folder is removed.
script=$1 bin=$2 fsync=$3

# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  exec setpriv --reuid="$(id -u "$user")" --regid="$(id -g "$user")" --clear-groups \
    sh -c "$script" watch "$script" "$bin" "$fsync"
fi

umask 077
# The temporary folder of root is perhaps closed to other users.
folder=$(mktemp -d "${TMPDIR:-/tmp}/symbolon-postgres.XXXXXX" 2>/dev/null) ||
  folder=$(mktemp -d /tmp/symbolon-postgres.XXXXXX) || exit 1
cd "$folder" || exit 1
echo "$folder"
server=

init() {
  "$bin/initdb" --pgdata=data --username=symbolon --auth=trust --encoding=UTF8 --locale=C \
    --no-sync >>log 2>&1 </dev/null
}

# Writes the next lines of standard input, as many as $2, into a file of the folder.
file() {
  lines=0
  while [ "$lines" -lt "$2" ] && IFS= read -r line; do
    printf '%s\n' "$line"
    lines=$((lines + 1))
  done >"$1"
}

# Starts the server on a port, and waits until it is ready, for a minute at most. It offers TLS if it
# has a certificate.
start() {
  [ -z "$server" ] || return 1
  rm -f data/postmaster.pid
  tls=off
  [ ! -f data/server.crt ] || tls=on
  "$bin/postgres" -D data -p "$1" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c max_connections=200 -c fsync="$fsync" -c ssl="$tls" >>log 2>&1 </dev/null &
  server=$!
  attempts=0
  while [ "$attempts" -lt 1200 ] && kill -0 "$server" 2>/dev/null; do
    # The server writes its state into this line.
    case $(sed -n 8p data/postmaster.pid 2>/dev/null) in ready*) return 0 ;; esac
    sleep 0.05
    attempts=$((attempts + 1))
  done
  end QUIT
  return 1
}

# Ends the server: INT ends its connections first, QUIT ends it as a crash would.
end() {
  [ -n "$server" ] || return 1
  kill -"$1" "$server" 2>/dev/null
  wait "$server" 2>/dev/null
  server=
}

create() {
  "$bin/createdb" --host=127.0.0.1 --port="$1" --username=symbolon --no-password "$2" \
    >>log 2>&1 </dev/null
}

while read -r command first second; do
  case $command in
    init) init ;;
    file) file "$first" "$second" ;;
    start) start "$first" ;;
    stop) end INT ;;
    crash) end QUIT ;;
    create) create "$first" "$second" ;;
    *) false ;;
  esac && echo "done" || echo "failed"
done

end QUIT
cd / && rm -rf "$folder"
