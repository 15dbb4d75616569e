/**
 * Short and pet forms, each before the given name that it stands for. Only those that leave no doubt:
 * alex, chris, sam and pat (of several names), jake, charlie and sarah (names of their own by now) are left to the comparison, and to what linkage learns.
 */
const LIST =
  'william:bill,billy,will,willy,willie robert:bob,bobby,rob,robbie,robby richard:rick,ricky,richie ' +
  'james:jim,jimmy,jimmie john:johnny,johnnie thomas:tom,tommy,thom michael:mike,mikey,mick,micky ' +
  'edward:ed,eddie,ted,teddy,ned andrew:andy christopher:topher daniel:dan,danny matthew:matt,matty ' +
  'joseph:joe,joey benjamin:ben,benny,benji charles:chuck david:dave,davey anthony:tony,ant ' +
  'nicholas:nick,nicky stephen:steve,stevie,steven george:geordie,georgie gregory:greg timothy:tim,timmy kenneth:ken,kenny ' +
  'ronald:ron,ronnie donald:don,donnie raymond:ray lawrence:larry,laurie leonard:len,lenny frederick:fred,freddie,freddy ' +
  'francis:frankie jeffrey:jeff,geoff,geoffrey gerald:gerry philip:phil,phillip peter:pete patrick:paddy ' +
  'zachary:zach,zac,zack nathaniel:nate jonathan:jonny theodore:theo walter:walt,wally albert:bert,bertie ' +
  'alfred:alf arthur:art,artie douglas:doug vincent:vince,vinny joshua:josh samuel:sammy ' +
  'elizabeth:liz,lizzie,lizzy,beth,betty,bess,libby,betsy margaret:maggie,meg,peggy,madge,marge,margie ' +
  'katherine:kate,katie,kathy,kath,katy,catherine,cathy,kathryn,catharine susan:sue,susie,suzy,suzie jennifer:jen,jenny,jenni ' +
  'rebecca:becky,becca,bex victoria:vicky,vicki,tori,vikki charlotte:lottie,lotte eleanor:nell,nellie ' +
  'patricia:patty,trish,tricia,patsy barbara:barb,babs,barbie deborah:deb,debbie,debra judith:judy,judi dorothy:dot,dottie,dolly ' +
  'pamela:pam cynthia:cindy sandra:sandy jacqueline:jackie,jacqui angela:angie amanda:mandy christina:tina,chrissie ' +
  'abigail:abby,abbie gabriella:gabby josephine:josie,jo jessica:jess,jessie kimberly:kimmy virginia:ginny ' +
  'maximilian:max matthias:matze johannes:hannes hans:hansi friedrich:fritz heinrich:heinz,heiner josef:sepp,seppl ' +
  'hannelore:hanne brigitte:gitte,gitti katharina:kathi,kathe wolfgang:wolfi andreas:andi stefan:steffen ulrich:uli ' +
  'jose:pepe,pepito concepcion:concha,conchita francisco:paco,pancho,curro ignacio:nacho manuel:manolo guadalupe:lupe ' +
  'dolores:lola rosario:charo mercedes:merche enrique:quique jesus:chucho,chus pilar:pili alejandro:ale ' +
  'malgorzata:gosia,malgosia agnieszka:aga,agusia katarzyna:kasia,kaska krzysztof:krzys,krzysiek grzegorz:grzesiek,grzes ' +
  'stanislaw:staszek,stas wojciech:wojtek elzbieta:ela,elzunia zofia:zosia bozena:bozenka michal:michalek jan:janek,jasiek ' +
  'aleksandr:aleksander dmitry:dima,mitya ivan:vanya vladimir:vova,volodya sergey:seryozha mikhail:misha nikolay:kolya ' +
  'ekaterina:katya tatyana:tanya olga:olya natalya:natasha anastasia:nastya evgeny:zhenya yekaterina:katyusha ' +
  'giuseppe:beppe,peppe francesca:franca luigi:gigi salvatore:toto ' +
  'mohamed:mohammed,muhammad,mohammad,mohamad,muhammed,mohd ahmed:ahmad,ahmet hussein:husein,hussain,husain,hossein ' +
  'youssef:yusuf,yousef,youssif,yusef,yousuf fatma:fatima,fatimah mahmoud:mahmud aisha:aysha,ayesha,aicha omar:umar ' +
  'khaled:khalid layla:leila,laila,leyla mariam:maryam ibrahim:ebrahim mustafa:mostafa,moustafa'

/** What each nickname stands for, in letters as names are cleaned. A model carries the list that it was made with. */
export const NICKNAMES: readonly (readonly [nickname: string, name: string])[] = LIST.split(' ').flatMap(
  (entry) => {
    const [name, nicknames] = entry.split(':') as [string, string]
    return nicknames.split(',').map((nickname) => [nickname, name] as const)
  },
)
