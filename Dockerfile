# docker build -t s3lint . && docker run --rm --network none --read-only -v "$PWD:/work:ro" s3lint .
FROM python:3.13.9-slim-trixie AS build
COPY . /src
RUN python3 -I -m venv --without-pip /opt/s3lint \
 && python3 -I -m pip --python /opt/s3lint/bin/python install --no-cache-dir --constraint /src/.ci/pinned.txt /src

FROM python:3.13.9-slim-trixie
COPY --from=build /opt/s3lint /opt/s3lint
# Nobody: what is checked is mounted, and only read.
USER 65532:65532
WORKDIR /work
# Isolated, so that no file of what is checked, and no variable, is taken for a part of the program.
ENTRYPOINT ["/opt/s3lint/bin/python", "-I", "-m", "s3lint"]
CMD ["--help"]
