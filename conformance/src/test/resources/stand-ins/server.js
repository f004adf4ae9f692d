const { PORT, NODE_ENV } = process.env;
require('http')
  .createServer((request, response) => response.end(request.url === '/healthz' ? 'ok' : `storefront in ${NODE_ENV}`))
  .listen(PORT);
