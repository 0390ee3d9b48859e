# Starts a PostgreSQL server, says "ready", and removes it when standard input is closed.
# Arguments: folder of the server's programs, folder for its files, port.
programs=$1 port=$3
folder=$(mktemp -d "$2/XXXXXX" 2>/dev/null || mktemp -d) || exit 1
trap '' INT HUP

stop() {
    [ -n "$server" ] && kill -INT "$server" 2>/dev/null && wait "$server"
    rm -rf "$folder"
}
fail() {
    cat "$folder/log" >&2
    stop
    exit 1
}

"$programs/initdb" --pgdata="$folder/data" --username=postgres --auth=trust --encoding=UTF8 \
    --no-locale >"$folder/log" 2>&1 </dev/null || fail
"$programs/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c max_connections=500 >>"$folder/log" 2>&1 </dev/null &
server=$!
tries=0
until "$programs/pg_isready" --quiet --host=127.0.0.1 --port="$port"; do
    tries=$((tries + 1))
    kill -0 "$server" 2>/dev/null && [ "$tries" -lt 300 ] || fail
    sleep 0.1
done
echo ready
exec >/dev/null
cat >/dev/null
stop
