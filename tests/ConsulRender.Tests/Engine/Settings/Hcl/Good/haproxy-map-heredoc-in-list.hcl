vars {
  maps = [
    <<MAP
www.example.org web
api.example.org api
MAP
    ,
    <<-MAP
      static.example.org static
      MAP
  ]
}
